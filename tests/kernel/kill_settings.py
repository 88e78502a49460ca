"""The smallest settings under which the queue runs, on the database as shipped."""

from config.settings import DATA, DATABASES, DEFAULT_AUTO_FIELD, SECRET_KEY, TASKS, USE_TZ

__all__ = ["DATA", "DATABASES", "DEFAULT_AUTO_FIELD", "SECRET_KEY", "TASKS", "USE_TZ"]
RETENTION = {"kernel.queue.claims.prune": 7}
INSTALLED_APPS = ["kernel", "django_tasks"]
