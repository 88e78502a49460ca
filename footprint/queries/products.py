from uuid import UUID

from django.db.models import QuerySet

from footprint.models import Product, Site
from footprint.policies import PRODUCT
from footprint.queries.company import sites
from kernel.actor import Actor


def products(actor: Actor, site_id: UUID) -> QuerySet[Product]:
    """
    Return what a site made, of all years, with what the actor may do to each.

    :raises Site.DoesNotExist: if the actor may not see the site
    """
    site: Site = sites(actor).only("pk").get(pk=site_id)
    return PRODUCT.abilities(actor, PRODUCT.scope(actor, "read", Product.objects.filter(site=site)))


def product(actor: Actor, product_id: UUID) -> Product:
    """Return one product with its site."""
    rows = PRODUCT.scope(actor, "read", Product.objects.select_related("site"))
    return PRODUCT.abilities(actor, rows).get(pk=product_id)
