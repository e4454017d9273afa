"""The password hashers whose libraries are installed."""

from importlib.util import find_spec

HASHERS = "django.contrib.auth.hashers"
# By the module that each needs; the service does not install these modules.
OPTIONAL = {"argon2": "Argon2PasswordHasher", "bcrypt": "BCryptSHA256PasswordHasher"}


def password_hashers() -> list[str]:
    """Return Django's password hashers, without those whose library is not installed.

    Django raises an error if somebody signs in and the library of the hash is missing. Without the
    hasher, the password is rejected instead.
    """
    included = ["PBKDF2PasswordHasher", "PBKDF2SHA1PasswordHasher", "ScryptPasswordHasher"]
    installed = [name for module, name in OPTIONAL.items() if find_spec(module)]
    return [f"{HASHERS}.{name}" for name in included + installed]
