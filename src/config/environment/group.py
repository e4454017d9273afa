"""The base class of every group of settings: it also reads secrets from files."""

from dataclasses import dataclass
from os import environ
from pathlib import Path
from typing import Any, ClassVar, get_args

from pydantic import SecretStr, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

SUFFIX = "_FILE"


@dataclass(frozen=True, slots=True)
class Unusable:
    """The value of a setting whose file cannot be used, with the reason."""

    reason: str


def is_secret(field: FieldInfo) -> bool:
    return SecretStr in (field.annotation, *get_args(field.annotation))


class SecretFiles(PydanticBaseSettingsSource):
    """Reads each secret NAME also from the file that the variable NAME_FILE names."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        name = field_name.upper()
        variable = f"{name}{SUFFIX}"
        path = environ.get(variable)
        if not path or not is_secret(field):
            return None, field_name, False
        if environ.get(name):
            return Unusable(f"set either {name} or {variable}, not both"), field_name, False
        try:
            text = Path(path).read_text("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            # The error would quote a part of the secret.
            return Unusable(f"the file of {variable} is not UTF-8 text"), field_name, False
        except (OSError, ValueError) as error:
            return Unusable(f"the file of {variable} cannot be read: {error}"), field_name, False
        return text or Unusable(f"the file of {variable} is empty"), field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value is not None}


class Group(BaseSettings):
    """A group of settings: each field is read from the environment variable of the same name.

    `heading` is the heading of the group in docs/settings.md.
    """

    heading: ClassVar[str]
    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (pydantic's arguments)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, SecretFiles(settings_cls), env_settings

    @field_validator("*", mode="before")
    @classmethod
    def has_a_usable_file(cls, value: object) -> object:
        if isinstance(value, Unusable):
            raise ValueError(value.reason)  # noqa: TRY004 (pydantic reports a ValueError)
        return value
