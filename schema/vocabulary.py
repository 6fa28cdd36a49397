"""The enums of the contract: the closed vocabularies of `model`, each with its description."""

import strawberry

from model.groups import FieldGroup
from model.states import (
    AccessAction,
    AccessOutcome,
    AdminUnitLevel,
    AppealOutcome,
    Band,
    BuildingKind,
    CaseKind,
    CaseProof,
    CaseState,
    ChangeKind,
    ComplaintKind,
    ComplaintState,
    ConsentState,
    ContractKind,
    DocumentKind,
    FactState,
    FindingKind,
    FindingState,
    InspectionState,
    LandlordOrder,
    LicenceCondition,
    MandatePower,
    NoticeChannel,
    NoticeKind,
    NoticeLanguage,
    ObjectionOutcome,
    OrderState,
    PartyRole,
    Permission,
    RefusalRule,
    RepresentationBasis,
    ResidenceRole,
    RoomKind,
    Source,
)

strawberry.enum(
    FieldGroup,
    description="A set of fields which a department is given or denied as one; `docs/policy-matrix.md` says to whom.",
)
strawberry.enum(
    Band,
    description="How many people, from the quarterly snapshot: never an exact number, and nothing can be ordered by it.",
)
strawberry.enum(AccessAction, description="What was done with a person's data, or refused.")
strawberry.enum(AccessOutcome, description="How a write ended.")
strawberry.enum(AdminUnitLevel, description="The four levels of a city.")
strawberry.enum(BuildingKind, description="What a building is used as.")
strawberry.enum(AppealOutcome, description="What the superior office decided of an appeal.")
strawberry.enum(RefusalRule, description="By which rule an office declines a case: a closed list.")
strawberry.enum(CaseKind, description="What a case is about.")
strawberry.enum(CaseProof, description="How the resident's assent was proved.")
strawberry.enum(CaseState, description="Where a case stands.")
strawberry.enum(ChangeKind, description="What happened to data that an office had read.")
strawberry.enum(ComplaintKind, description="What a complaint is about.")
strawberry.enum(ComplaintState, description="Where a complaint stands.")
strawberry.enum(ConsentState, description="Whether a consent opens anything now.")
strawberry.enum(ContractKind, description="The kind of an employment contract.")
strawberry.enum(DocumentKind, description="A document which the counter accepts.")
strawberry.enum(FactState, description="Where a declared fact stands.")
strawberry.enum(FindingKind, description="What can be wrong with a place.")
strawberry.enum(FindingState, description="Where a finding stands.")
strawberry.enum(InspectionState, description="Where an inspection stands.")
strawberry.enum(
    LandlordOrder, description="What landlords are listed by: their ids, or who has most open repair orders first."
)
strawberry.enum(LicenceCondition, description="A condition that a licence carries.")
strawberry.enum(MandatePower, description="What an agent may do for a landlord.")
strawberry.enum(NoticeChannel, description="How a resident hears that there is news.")
strawberry.enum(NoticeKind, description="What a resident is told of.")
strawberry.enum(NoticeLanguage, description="The language of a message.")
strawberry.enum(ObjectionOutcome, description="What the data-protection office found of an objection.")
strawberry.enum(OrderState, description="Where a repair order stands.")
strawberry.enum(PartyRole, description="What a party is to an inspection.")
strawberry.enum(Permission, description="What a resident allows beyond today's facts.")
strawberry.enum(RepresentationBasis, description="Why one resident may act for another.")
strawberry.enum(ResidenceRole, description="Main or secondary residence.")
strawberry.enum(RoomKind, description="What can be let or lived in.")
strawberry.enum(Source, description="Who said it.")
