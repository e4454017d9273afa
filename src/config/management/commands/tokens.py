"""`tokens`: create, list and revoke tokens of the API."""

from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from adapters.access import tokens
from adapters.access.models import ApiToken
from domain.access.callers import SCOPES
from domain.errors import Invalid

LONGEST_DAYS = 3650


class Command(BaseCommand):
    help = "Create, list and revoke tokens of the API."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser(
            "create", help="create a token and print it; it cannot be shown again"
        )
        create.add_argument("name", help="what the token is used for")
        create.add_argument("--owner", required=True, help="the user name of the owner")
        create.add_argument(
            "--scope",
            action="append",
            required=True,
            dest="scopes",
            choices=[scope.value for scope in SCOPES],
            help="a right of the token; repeat the option for several",
        )
        create.add_argument(
            "--days", type=int, help="the lifetime; by default, the token does not expire"
        )
        actions.add_parser("list", help="list the tokens, without their secrets")
        revoke = actions.add_parser("revoke", help="revoke tokens")
        revoke.add_argument("prefixes", nargs="+", metavar="PREFIX", help="a token, or its prefix")

    def handle(self, *_args: object, action: str, **options: Any) -> None:
        if action == "create":
            self._create(options["name"], options["owner"], options["scopes"], options["days"])
        elif action == "list":
            self._list()
        else:
            self._revoke(options["prefixes"])

    def _create(self, name: str, owner: str, scopes: Sequence[str], days: int | None) -> None:
        account = User.objects.filter(username=owner).first()
        if account is None:
            raise CommandError(f"There is no account with the user name {owner!r}.")
        if days is not None and not 1 <= days <= LONGEST_DAYS:
            raise CommandError(f"--days must be from 1 to {LONGEST_DAYS}.")
        ends = None if days is None else timezone.now() + timedelta(days=days)
        try:
            _, secret = tokens.issue(name=name, owner=account, scopes=scopes, expires_at=ends)
        except Invalid as error:
            raise CommandError(str(error)) from error
        # Alone on standard output, so that a script can store it.
        self.stdout.write(secret.text)
        self.stderr.write("Copy the token now: it is not shown again.")

    def _list(self) -> None:
        for token in ApiToken.objects.select_related("owner"):
            ended = token.revoked_at and f"revoked {token.revoked_at:%Y-%m-%d}"
            ends = token.expires_at and f"expires {token.expires_at:%Y-%m-%d}"
            used = f"used {token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else "unused"
            parts = [
                *(token.prefix, token.name, token.owner.get_username()),
                *(",".join(token.scopes), ended or ends or "does not expire", used),
            ]
            self.stdout.write("\t".join(parts))

    def _revoke(self, prefixes: Sequence[str]) -> None:
        chosen = []
        for text in prefixes:
            found = [t for t in ApiToken.objects.all() if t.prefix and text.startswith(t.prefix)]
            if len(found) != 1:
                raise CommandError(f"{len(found)} tokens begin with {text!r}; nothing is revoked.")
            chosen += found
        number = tokens.revoke([token.pk for token in chosen])
        self.stdout.write(f"Tokens revoked: {number}.")
