"""All ports together."""

from dataclasses import dataclass

from domain.ports.access import Authenticator
from domain.ports.files import EventFiles
from domain.ports.history import Actors, History
from domain.ports.imports import PlanImports
from domain.ports.previous import PreviousLists
from domain.ports.reference import ReferenceData
from domain.ports.store import StoreRepository
from domain.ports.tutorials import TutorialRepository
from domain.ports.writing import StoredResponses, Transactions
from domain.search.ports import CatalogueSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """All ports of a process; `config.wiring` assigns their adapters."""

    catalogue: CatalogueSource
    tutorials: TutorialRepository
    store: StoreRepository
    files: EventFiles
    reference: ReferenceData
    previous: PreviousLists
    access: Authenticator
    actors: Actors
    history: History
    transactions: Transactions
    stored_responses: StoredResponses
    imports: PlanImports
