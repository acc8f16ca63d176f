"""The stock of the caller's own pharmacy."""

from ..commands.stock import adjust_stock, receive_stock
from ..queries import stock
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.stock import Adjustment, Receipt, StockItem
from .who import PHARMACIST, viewer


@endpoint("GET /stock", who=PHARMACIST, answer=Page[StockItem])
def listed():
    """List the lots by medication, earliest expiry first."""
    return page(StockItem, stock.listed(viewer()), None)


@endpoint("POST /stock/receipts", who=PHARMACIST, body=Receipt, answer=StockItem, status=201)
def receive(body):
    """Take in units of a lot, new or known."""
    return StockItem.of(stock.find(viewer(), receive_stock(actor=viewer(), **body.model_dump()).id))


@endpoint("POST /stock/adjustments", who=PHARMACIST, body=Adjustment, answer=StockItem, status=201)
def adjust(body):
    """Correct the units of a lot."""
    change = {"quantity": body.quantity, "reason": body.reason}
    return StockItem.of(stock.find(viewer(), adjust_stock(body.stock_item_id, actor=viewer(), **change).id))
