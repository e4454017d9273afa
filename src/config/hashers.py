"""The password hashers that can be used here."""

from importlib.util import find_spec

HASHERS = "django.contrib.auth.hashers"
# By the module that each needs, which this service does not install.
OPTIONAL = {"argon2": "Argon2PasswordHasher", "bcrypt": "BCryptSHA256PasswordHasher"}


def password_hashers() -> list[str]:
    """Return Django's password hashers, without those whose library is not installed.

    Django raises an error at a sign-in with a hash whose library is missing. A hash that no hasher
    is listed for is a wrong password instead.
    """
    included = ["PBKDF2PasswordHasher", "PBKDF2SHA1PasswordHasher", "ScryptPasswordHasher"]
    installed = [name for module, name in OPTIONAL.items() if find_spec(module)]
    return [f"{HASHERS}.{name}" for name in included + installed]
