"""What an address holds, and that one that holds nothing leaves nothing behind."""

from fadjma.realtime.addresses import Addresses


def test_an_address_holds_what_it_took_and_has_not_given_back():
    addresses = Addresses()
    assert addresses["a"] == 0
    addresses.take("a"), addresses.take("a"), addresses.take("b")
    assert (addresses["a"], addresses["b"]) == (2, 1)
    addresses.give_back("a")
    assert (addresses["a"], addresses["b"]) == (1, 1)


def test_nothing_is_kept_of_an_address_that_holds_nothing():
    addresses = Addresses()
    before = vars(addresses).copy()
    addresses.take("a")
    addresses.give_back("a")
    assert addresses["a"] == 0
    assert [len(value) for value in vars(addresses).values()] == [len(value) for value in before.values()] == [0]
