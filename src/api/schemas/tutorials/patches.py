"""JSON Merge Patches (RFC 7396) of events and sessions."""

from typing import TYPE_CHECKING

from api.schemas.merge_patch import patch_of
from api.schemas.tutorials.event_input import TutorialEventIn
from api.schemas.tutorials.session_input import TutorialSessionIn

if TYPE_CHECKING:

    class TutorialEventPatch(TutorialEventIn): ...

    class TutorialSessionPatch(TutorialSessionIn): ...

else:
    TutorialEventPatch = patch_of(TutorialEventIn, "TutorialEventPatch", "a tutorial event")
    TutorialSessionPatch = patch_of(TutorialSessionIn, "TutorialSessionPatch", "a session")
