"""Whether the person behind an open socket is still signed in: signing out ends the session, not the socket."""

import asyncio
from typing import Any

from channels.db import database_sync_to_async

CHECK_SECONDS = 10.0


async def until_signed_out(session: Any) -> None:
    """Returns when the session is gone, some seconds after."""
    while await database_sync_to_async(is_signed_in)(session):
        await asyncio.sleep(CHECK_SECONDS)


def is_signed_in(session: Any) -> bool:
    return bool(session.session_key) and session.exists(session.session_key)
