from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Hear from django-allauth who signs in, and when somebody sets up a second factor."""
        from allauth.mfa.signals import authenticator_added

        from config import sign_ins
        from config.second_factor import set_up

        sign_ins.listen()
        authenticator_added.connect(set_up)
