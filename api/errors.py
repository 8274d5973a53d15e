"""A state of the world -> HTTP status and exit code of the shell: one table each."""

from __future__ import annotations

from collections.abc import Mapping

from geo import errors
from geo.errors import LuodiError

# the shell: 0 ok, 1 the machine or the workspace is not in order
NOT_IN_ORDER, WRONG_USE, BAD_INPUT, NOTHING_FITS = 1, 2, 3, 4

STATUS: Mapping[type[LuodiError], int] = {
    errors.BadInput: 422,
    errors.NotFound: 404,
    errors.EmptyBank: 409,
    errors.AlreadyHeld: 409,
    errors.HeldLand: 409,
    errors.Overtaken: 409,
    errors.WouldRemove: 409,
    errors.Cancelled: 409,
    errors.NewerCode: 503,
    errors.NoServerStore: 503,
    errors.BadSetting: 503,
    errors.PortTaken: 503,
    errors.MissingGlyph: 422,
    errors.FontUnusable: 503,
    errors.DiskFull: 507,
    errors.UploadTooLarge: 413,
    errors.UploadTooSlow: 408,
    errors.TooBusy: 429,
    errors.NotCommittable: 409,
    errors.JobStopped: 503,
    errors.NoCluster: 503,
    LuodiError: 500,
}
EXIT: Mapping[type[LuodiError], int] = {
    errors.BadInput: BAD_INPUT,
    errors.NotFound: BAD_INPUT,
    errors.EmptyBank: BAD_INPUT,
    errors.AlreadyHeld: BAD_INPUT,
    errors.HeldLand: BAD_INPUT,
    errors.MissingGlyph: BAD_INPUT,
    errors.Overtaken: BAD_INPUT,
    errors.NoServerStore: WRONG_USE,
    errors.BadSetting: WRONG_USE,
    errors.NoCluster: WRONG_USE,
    errors.PortTaken: WRONG_USE,
    LuodiError: NOT_IN_ORDER,
}


def status_of(kind: type[LuodiError]) -> int:
    """HTTP status of an error class: its own line of the table or its nearest ancestor's.

    >>> status_of(errors.UnknownIndustry), status_of(errors.AlreadyHeld)
    (422, 409)
    """
    return next(STATUS[step] for step in kind.__mro__ if step in STATUS)


def exit_of(kind: type[LuodiError]) -> int:
    """Exit code of an error class, found the same way.

    >>> exit_of(errors.UnknownIndustry), exit_of(errors.DiskFull)
    (3, 1)
    """
    return next(EXIT[step] for step in kind.__mro__ if step in EXIT)
