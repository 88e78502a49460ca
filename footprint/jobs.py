"""What the queue does with files: an institution's of firms, a firm's of bills, the paper of a removed bill."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kernel import clock
from kernel.imports import jobs as imports
from kernel.tasks import task


def enqueue_read(job: Any) -> None:
    read_firms_file.keyed(f"import:{job.organization_id}").enqueue(str(job.pk))  # type: ignore[attr-defined]


def enqueue_apply(job: Any) -> None:
    write_firms_file.keyed(f"import:{job.organization_id}").enqueue(str(job.pk))  # type: ignore[attr-defined]


def read_bills(job: Any) -> None:
    read_bills_file.keyed(f"import:{job.organization_id}").enqueue(str(job.pk))  # type: ignore[attr-defined]


def write_bills(job: Any) -> None:
    write_bills_file.keyed(f"import:{job.organization_id}").enqueue(str(job.pk))  # type: ignore[attr-defined]


def forget_later(at: datetime) -> None:
    forget_firms.using(run_after=at + timedelta(minutes=1)).enqueue()


@task(transactional=False)
def read_firms_file(import_id: str) -> None:
    """Read a file of firms; it may be made again from the start."""
    from footprint.actions.firms import FIRMS

    imports.read(UUID(import_id), FIRMS)


@task(transactional=False)
def write_firms_file(import_id: str) -> None:
    """Invite the firms of a file, once."""
    from footprint.actions.firms import FIRMS

    imports.apply(UUID(import_id), FIRMS, now=clock.now())


@task(transactional=False)
def read_bills_file(import_id: str) -> None:
    """Read a file of bills; it may be made again from the start."""
    from footprint.actions.sheets import BILLS

    imports.read(UUID(import_id), BILLS)


@task(transactional=False)
def write_bills_file(import_id: str) -> None:
    """Write the bills of a file, once."""
    from footprint.actions.sheets import BILLS

    imports.apply(UUID(import_id), BILLS, now=clock.now())


@task
def drop_paper(document_id: str, organization_id: str, user_id: str) -> None:
    """Take the paper of a removed bill away, for whoever removed it."""
    from footprint.actions.papers import drop_left_paper

    ids = {"document_id": UUID(document_id), "organization_id": UUID(organization_id), "user_id": UUID(user_id)}
    drop_left_paper(**ids, now=clock.now())


@task
def forget_firms() -> None:
    """Erase what was prepared for firms that never answered."""
    from footprint.actions.firms import forget_unanswered

    forget_unanswered(now=clock.now())
