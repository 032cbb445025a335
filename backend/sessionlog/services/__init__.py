"""Writing the session log."""

from backend.sessionlog.services.courses import change_course, delete_course, plan_course
from backend.sessionlog.services.devices import (
    add_device,
    add_program,
    change_device,
    change_program,
    confirm_checklist,
    delete_device,
    delete_program,
)
from backend.sessionlog.services.imports import ImportPlan, import_sessions, plan_import
from backend.sessionlog.services.sessions import change_session, delete_session, log_session

__all__ = [
    "ImportPlan",
    "add_device",
    "add_program",
    "change_course",
    "change_device",
    "change_program",
    "change_session",
    "confirm_checklist",
    "delete_course",
    "delete_device",
    "delete_program",
    "delete_session",
    "import_sessions",
    "log_session",
    "plan_course",
    "plan_import",
]
