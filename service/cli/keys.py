"""The commands that make, list, change and revoke access keys."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from service.cli.choices import Choice, Command, Hours, Moment
from service.cli.output import output, show_key
from service.domain.instants import stamp
from service.opening import ready_store
from service.settings import Settings
from service.store.keys import FEED


@click.group()
def key() -> None:
    """Create, list, rotate and revoke access keys."""


@key.command(cls=Command)
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, type=Choice(["read", "write", "admin"]),
              help="Permission of the key; the default is read. Repeat the option for "
                   "several.")  # fmt: skip
@click.option("--feed", is_flag=True,
              help="Make a key that only reads and may be part of a URL as ?key=…")  # fmt: skip
@click.option("--expires", type=Moment(), metavar="TIME",
              help="When the key expires, in UTC: 2027-01-31 or 2027-01-31T12:00.")  # fmt: skip
@click.pass_obj
def create(
    settings: Settings, name: str, scopes: tuple[str, ...], feed: bool, expires: datetime | None
) -> None:
    """Create a key called NAME. Its text is shown only now."""
    if feed and scopes:
        raise click.UsageError("--feed only reads; it takes no --scope")
    if expires is not None and expires <= datetime.now(UTC):
        raise click.UsageError(f"--expires: {expires:%Y-%m-%dT%H:%M} (UTC) is over")
    ends = None if expires is None else stamp(expires)
    scopes = (FEED,) if feed else scopes or ("read",)
    output()
    show_key(name, ready_store(settings).keys.create(name, scopes, ends))


@key.command(cls=Command)
@click.argument("name")
@click.option("--overlap", type=Hours(0, 8760), default=24.0, show_default=True,
              help="Hours for which the old text stays valid.")  # fmt: skip
@click.pass_obj
def rotate(settings: Settings, name: str, overlap: float) -> None:
    """Rotate the text of the key NAME. The new text is shown only now."""
    output()
    show_key(name, ready_store(settings).keys.rotate(name, overlap))


@key.command(name="list", cls=Command)
@click.pass_obj
def list_(settings: Settings) -> None:
    """List all keys, without their texts."""
    for each in ready_store(settings).keys.all():
        state = f"revoked {each.revoked_at}" if each.revoked_at else "active"
        state += f"  expires {each.expires_at}" if each.expires_at else ""
        state += f"  last used {each.last_used_at}" if each.last_used_at else "  never used"
        click.echo(f"{each.name}  {','.join(each.scopes)}  created {each.created_at}  {state}")
        for old in () if each.revoked_at else each.old:
            used = f"last used {old.last_used_at}" if old.last_used_at else "never used"
            click.echo(f"  old text until {old.expires_at}  {used}")


@key.command(cls=Command)
@click.argument("name")
@click.pass_obj
def revoke(settings: Settings, name: str) -> None:
    """Revoke the key NAME, with all its texts, links and sign-ins."""
    ready_store(settings).keys.revoke(name)
    click.echo(f"revoked {name}")
