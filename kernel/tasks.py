"""The one place that knows where the Django Tasks API is imported from (core from Django 6 on)."""

from django_tasks import task
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

__all__ = ["BaseTaskBackend", "Task", "TaskResult", "TaskResultDoesNotExist", "TaskResultStatus", "task"]
