"""A line of an inventory by the data there are: the closed set of methods, each a record with its amounts."""

from typing import Final

from footprint.engine.methods.base import Method
from footprint.engine.methods.bills import Bill
from footprint.engine.methods.energy import AvoidedElectricity, Electricity, Fuel, Heat
from footprint.engine.methods.goods import (
    Investment,
    LeasedAsset,
    PurchasedGoods,
    PurchasedGoodsHybrid,
    Reported,
    SoldProducts,
    UsePhase,
)
from footprint.engine.methods.industry import ContinuousMeasurement, MassBalance, PfcOvervoltage, PfcSlope, Process
from footprint.engine.methods.refrigerants import (
    RefrigerantInvoices,
    RefrigerantMaterialBalance,
    RefrigerantScreening,
    RefrigerantSimplifiedBalance,
)
from footprint.engine.methods.transport import Commuting, CommutingSurvey, FreightLeg, SharedRun, Travel
from footprint.engine.methods.waste import Fertiliser, Waste, WasteWater

METHODS: Final[dict[str, type[Method]]] = {
    "bill": Bill,
    "fuel": Fuel,
    "electricity": Electricity,
    "heat": Heat,
    "avoided_electricity": AvoidedElectricity,
    "refrigerant_material_balance": RefrigerantMaterialBalance,
    "refrigerant_simplified_balance": RefrigerantSimplifiedBalance,
    "refrigerant_screening": RefrigerantScreening,
    "refrigerant_invoices": RefrigerantInvoices,
    "freight_leg": FreightLeg,
    "shared_run": SharedRun,
    "travel": Travel,
    "commuting": Commuting,
    "commuting_survey": CommutingSurvey,
    "waste": Waste,
    "waste_water": WasteWater,
    "fertiliser": Fertiliser,
    "purchased_goods": PurchasedGoods,
    "purchased_goods_hybrid": PurchasedGoodsHybrid,
    "leased_asset": LeasedAsset,
    "use_phase": UsePhase,
    "sold_products": SoldProducts,
    "investment": Investment,
    "process": Process,
    "mass_balance": MassBalance,
    "pfc_slope": PfcSlope,
    "pfc_overvoltage": PfcOvervoltage,
    "continuous_measurement": ContinuousMeasurement,
    "reported": Reported,
}

__all__ = ["METHODS", "Method"]
