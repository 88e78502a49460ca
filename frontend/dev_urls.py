from django.urls import path

from frontend.pages import dev_mail

urlpatterns = [path("mail/", dev_mail.mail, name="dev_mail")]
