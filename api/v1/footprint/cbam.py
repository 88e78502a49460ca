from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1.footprint.cbam_serializers import CalculateIn, CalculateOut
from api.views import OpenView
from footprint import queries
from kernel import clock

SCREWS = {
    "year": 2026,
    "goods": [
        {
            "key": "screws",
            "code": "7318 15 82",
            "own": {
                "direct_tco2e_t": "0.20",
                "precursors": [
                    {
                        "key": "wire rod",
                        "code": "7213",
                        "tonnes_per_tonne": "1.05",
                        "origin": "CN",
                        "source": "default",
                    }
                ],
            },
            "buyers": [
                {"key": "A", "tonnes": "120", "importer_tonnes": "900"},
                {"key": "B", "tonnes": "20", "importer_tonnes": "45"},
            ],
        }
    ],
}
UREA = {"year": 2026, "goods": [{"code": "3102 10 19", "buyers": [{"tonnes": "1000", "importer_tonnes": "90000"}]}]}
CLINKER = {
    "year": 2027,
    "price_eur": "80",
    "price_as_of": "2026-11-02",
    "goods": [
        {
            "key": "grey clinker",
            "code": "2523 10 00",
            "route": "A",
            "own": {
                "route": "A",
                "process": {
                    "output_t": "1000",
                    "flows": [
                        {"key": "pet coke", "kind": "fuel", "energy_tj": "3.5", "tco2_per_tj": "97.5"},
                        {"key": "limestone", "kind": "process", "tonnes": "1200", "tco2_per_t": "0.44"},
                        {"key": "grid", "kind": "electricity", "mwh": "70", "tco2e_per_mwh": "0.7"},
                    ],
                },
            },
        }
    ],
    "cogeneration": [{"key": "plant", "tco2e": "10000", "fuel_tj": "100", "reference_electricity": "0.5"}],
}
EXAMPLES = {
    "Screws with bought wire rod": SCREWS,
    "Urea on default values": UREA,
    "Clinker by its flows, with a price of one's own": CLINKER,
}


class CbamCalculate(OpenView):
    """
    What goods cost their EU buyers: on default values, on own data, and what measuring is worth.

    Nothing is kept. A field left out is not known: then what rests on it is null, and `missing` says what would settle it.
    """

    serializer_class = CalculateOut

    @extend_schema(
        operation_id="cbam_calculate",
        request=CalculateIn,
        responses={200: CalculateOut},
        examples=[OpenApiExample(name, value=value, request_only=True) for name, value in EXAMPLES.items()],
    )
    def post(self, _request: Request) -> Response:
        values = self.body(CalculateIn)
        return self.answer(queries.calculate_cbam(values, today=clock.moroccan_day(clock.now())))
