from typing import Any

from rest_framework import serializers

from api.serializers import Exact, Strict
from api.v1.offers.serializers import PartnerBrief
from matching.choices import Horizon, Moved, NeedKind, NeedState, OfferKind, SizeBand, Verdict

SIZES = [one for one in SizeBand.choices if one[0]]


class KindIn(serializers.Serializer[Any]):
    offer_kind = serializers.ChoiceField(choices=OfferKind.choices, required=False, help_text="One kind of offer only.")


class RangeOut(serializers.Serializer[Any]):
    """A figure at three levels; all three are the same where nothing is uncertain."""

    low = Exact()
    typ = Exact()
    high = Exact()


class AskOut(serializers.Serializer[Any]):
    """A missing fact that would sharpen a need, and how it may be answered."""

    fact = serializers.CharField()
    question = serializers.CharField()
    kind = serializers.CharField()
    unit = serializers.CharField()
    options = serializers.ListField(child=serializers.CharField())


class PriceTakenOut(serializers.Serializer[Any]):
    """A price of the reference tables that stands for the one that the site's bills do not tell."""

    carrier = serializers.CharField()
    item = serializers.CharField()
    mad = Exact()
    per = serializers.CharField()
    date = serializers.CharField(help_text="A day, a month or a year, as the source says.")
    confidence = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]


class NeedOut(serializers.Serializer[Any]):
    """One measure or obligation at a site: tonnes of CO2e and MAD a year; null is not known."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=NeedKind.choices)
    state = serializers.ChoiceField(choices=NeedState.choices)
    certain = serializers.BooleanField()
    due = serializers.BooleanField()
    lowers = serializers.BooleanField(allow_null=True, help_text="Whether it lowers emissions on this site and grid.")
    abatement_t = RangeOut(allow_null=True)
    margin_t = RangeOut(allow_null=True)
    net_mad = RangeOut(allow_null=True)
    capex_mad = RangeOut(allow_null=True)
    npv_mad = RangeOut(allow_null=True)
    on_front = serializers.BooleanField(
        help_text="Whether no other need of the site gives at least as many tonnes and as much value, and more of one."
    )
    payback_years = Exact(allow_null=True, help_text="At typical figures; null where it does not pay back.")
    payback_low_years = Exact(allow_null=True)
    payback_high_years = Exact(allow_null=True)
    years = serializers.IntegerField(allow_null=True)
    own_capex_mad = Exact(allow_null=True, help_text="What finance whose every condition is met leaves of the cost.")
    border_mad = Exact(
        allow_null=True, help_text="What the EU buyer saves a year in CBAM certificates, at a provisional price."
    )
    asks = AskOut(many=True)
    confidence = serializers.CharField(help_text="A, the best, to D.")
    money_confidence = serializers.CharField(
        help_text="The same of its money: D where `prices` are not the site's own."
    )
    source = serializers.CharField()  # type: ignore[assignment]
    prices = PriceTakenOut(many=True)
    rate = Exact(help_text="What `npv_mad` counts a year.")
    horizon = serializers.ChoiceField(
        choices=["", *Horizon.values], help_text="How soon the firm buys; empty, not said."
    )
    is_visible = serializers.BooleanField(help_text="Whether partners may see the need, never whose it is.")


class NeedIn(Strict):
    horizon = serializers.ChoiceField(choices=["", *Horizon.values], required=False)
    is_visible = serializers.BooleanField(required=False)


class TargetIn(serializers.Serializer[Any]):
    target = serializers.IntegerField(
        min_value=1,
        max_value=100,
        required=False,
        help_text="The score that `reach` aims at; the next ten when left out.",
    )


class IdealCustomerIn(Strict):
    sectors = serializers.ListField(child=serializers.CharField(max_length=40), max_length=100, required=False)
    regions = serializers.ListField(child=serializers.CharField(max_length=5), max_length=12, required=False)
    sizes = serializers.ListField(child=serializers.ChoiceField(choices=SIZES), max_length=4, required=False)


class IdealCustomerOut(serializers.Serializer[Any]):
    """The firms that a partner looks for; what is empty suits anybody."""

    sectors = serializers.ListField(child=serializers.CharField())
    regions = serializers.ListField(child=serializers.CharField())
    sizes = serializers.ListField(child=serializers.ChoiceField(choices=SIZES), help_text="Bands of headcount.")


class FirmCountOut(serializers.Serializer[Any]):
    """A number of firms by steps (5, 10, 20, 50 at least); null below five, none included."""

    at_least = serializers.IntegerField(allow_null=True)
    text = serializers.CharField()


class NearMissOut(serializers.Serializer[Any]):
    """Firms, five or more, that one rule alone keeps from an offer; of the smallest project, those that miss it by less than a fifth."""

    rule = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    firms = FirmCountOut()
    text = serializers.CharField()


class OfferDemandOut(serializers.Serializer[Any]):
    offer_id = serializers.UUIDField()
    offer_name = serializers.CharField()
    fits = FirmCountOut()
    near_misses = NearMissOut(many=True)


class VisibleNeedOut(serializers.Serializer[Any]):
    """A need whose firm lets partners see it, never whose it is."""

    need = serializers.CharField()
    need_name = serializers.CharField()
    sector = serializers.CharField()
    sector_name = serializers.CharField()
    region = serializers.CharField()
    region_name = serializers.CharField()
    horizon = serializers.ChoiceField(choices=["", *Horizon.values])
    horizon_label = serializers.CharField()


class DemandOut(serializers.Serializer[Any]):
    """What a partner may know of the demand around its published offers."""

    offers = OfferDemandOut(many=True)
    needs = VisibleNeedOut(many=True)


class PointOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    fact = serializers.CharField()
    points = serializers.IntegerField()
    weight = serializers.CharField()
    is_missing = serializers.BooleanField()


class RuleOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=["met", "missing", "unknown"])
    text = serializers.CharField()
    note = serializers.CharField()
    fact = serializers.CharField(help_text="The fact that it reads, as the formats of firms and offers name it.")
    who = serializers.ChoiceField(
        choices=["sme", "partner", "nobody"], help_text="Who can mend a failure or tell what is missing."
    )


class RaiseOut(serializers.Serializer[Any]):
    points = serializers.IntegerField()
    text = serializers.CharField()
    who = serializers.CharField()


class NarrowOut(serializers.Serializer[Any]):
    """A missing fact, and how many points wide it leaves the score by itself."""

    points = serializers.IntegerField()
    text = serializers.CharField()
    note = serializers.CharField(help_text="Who can tell it, in words.")
    fact = serializers.CharField(help_text="The fact, as the formats of firms and offers name it.")
    who = serializers.ChoiceField(choices=["sme", "partner", "nobody"])


class ReachOut(serializers.Serializer[Any]):
    """Changes of the reader's own that take the score to a target: none of them can be left out."""

    target = serializers.IntegerField()
    score = serializers.IntegerField(
        allow_null=True, help_text="The score once they are made; null when none reach it."
    )
    changes = RaiseOut(many=True)


class ReasonsOut(serializers.Serializer[Any]):
    """The reason card that both sides read: start and points add up to the score."""

    kind = serializers.ChoiceField(choices=OfferKind.choices)
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    score = serializers.IntegerField()
    low = serializers.IntegerField()
    high = serializers.IntegerField()
    start = serializers.IntegerField()
    why = serializers.CharField()
    points = PointOut(many=True)
    rules = RuleOut(many=True)
    raises = RaiseOut(many=True, help_text="What the reader itself may change, and the points that each adds alone.")
    reach = ReachOut(allow_null=True, help_text="Of one match or request by itself; null in lists and of a refusal.")
    narrows = NarrowOut(many=True, help_text="The answer that would close the interval most comes first.")
    questions = serializers.ListField(child=serializers.CharField())
    measures = serializers.ListField(child=serializers.CharField())
    share_pct = serializers.CharField(help_text="What the uses that its measures touch make of scopes 1 and 2: no cut.")
    cut_t = Exact(allow_null=True, help_text="tCO2e a year that its measures take off together, typical figures.")
    cut_pct = serializers.CharField(help_text="That cut beside scopes 1 and 2.")
    as_of = serializers.DateField()
    need = serializers.CharField()


class MatchOut(serializers.Serializer[Any]):
    """One partner of the list; a product of the reference data has no partner and takes no request."""

    id = serializers.UUIDField()
    offer_id = serializers.UUIDField()
    offer_name = serializers.CharField(source="offer")
    offer_kind = serializers.CharField(source="run.offer_kind")
    partner = PartnerBrief(allow_null=True)
    takes_leads = serializers.BooleanField()
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    position = serializers.IntegerField()
    run_id = serializers.UUIDField(help_text="The stored run; its score can be replayed.")
    created_at = serializers.DateTimeField(source="run.created_at")


class PlacementOut(serializers.Serializer[Any]):
    """Where a match stands in its list; the list was made under the room of the partners, the score was not."""

    place = serializers.IntegerField()
    by_score = serializers.IntegerField(help_text="Its place by the score alone.")
    moved = serializers.ChoiceField(choices=["", *Moved.values], help_text="The step that moved it; else empty.")
    moved_text = serializers.CharField()
    mutual = serializers.IntegerField(
        allow_null=True,
        help_text="Harmonic mean of the two scores, out of 100; null for a financier, who is not scored.",
    )


class ToBeginOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    is_met = serializers.BooleanField()
    next_step = serializers.CharField()


class OtherSideOut(serializers.Serializer[Any]):
    """How much the firm suits the partner; for a financier no score, and what is ready to be studied: no credit decision."""

    score = serializers.IntegerField(allow_null=True)
    low = serializers.IntegerField(allow_null=True)
    high = serializers.IntegerField(allow_null=True)
    start = serializers.IntegerField()
    points = PointOut(many=True)
    readiness = ToBeginOut(many=True)


class MatchSheetOut(MatchOut):
    reasons = ReasonsOut()
    placement = PlacementOut(allow_null=True, help_text="Null until the list was allocated, and read alone.")
    other_side = OtherSideOut(allow_null=True)


class ListOut(serializers.Serializer[Any]):
    """The shown list: at most six of a kind, one a partner, then products that take no request; its order is that of the last allocation."""

    examined = serializers.IntegerField(help_text="How many offers were held against the site.")
    results = MatchSheetOut(many=True)


class WhyNotOut(serializers.Serializer[Any]):
    """Why an offer is, or is not, in the list of a site."""

    offer_id = serializers.UUIDField()
    offer_name = serializers.CharField()
    is_outranked = serializers.BooleanField(
        help_text="It fits, and is not kept: three offers of its partner for the same need rank before it."
    )
    reasons = ReasonsOut()
