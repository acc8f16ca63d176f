"""The stock of the caller's own pharmacy."""

from ..commands.stock import adjust_stock, import_stock, receive_stock
from ..domain.receipts import read
from ..models.types import utcnow
from ..queries import stock
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.stock import Adjustment, Imported, Receipt, ReceiptList, StockItem
from .who import PHARMACIST, viewer


@endpoint("GET /stock", who=PHARMACIST, answer=Page[StockItem])
def listed():
    """List the lots by medication, earliest expiry first."""
    return page(StockItem, stock.listed(viewer()), None)


@endpoint("POST /stock/receipts", who=PHARMACIST, body=Receipt, answer=StockItem, status=201)
def receive(body):
    """Take in units of a lot, new or known."""
    return StockItem.of(stock.find(viewer(), receive_stock(actor=viewer(), **body.model_dump()).id))


@endpoint("POST /stock/imports", who=PHARMACIST, body=ReceiptList, answer=Imported, status=201)
def import_list(body):
    """Take in every line of a CSV, or none: a 422 names each bad line by its number (`lines.7.quantity`)."""
    import_stock(body.csv, actor=viewer())
    return Imported(received=len(read(body.csv, today=utcnow().date())))


@endpoint("POST /stock/adjustments", who=PHARMACIST, body=Adjustment, answer=StockItem, status=201)
def adjust(body):
    """Correct the units of a lot."""
    change = {"quantity": body.quantity, "reason": body.reason}
    return StockItem.of(stock.find(viewer(), adjust_stock(body.stock_item_id, actor=viewer(), **change).id))
