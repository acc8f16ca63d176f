"""Addresses of the network: what counts as one, where questions or tries from one are counted."""

from ipaddress import IPv6Address, ip_address, ip_network


def network_of(address):
    """Return what counts as one address: of IPv6 the network that one customer is given; "" where it is none."""
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or ip_network((known, 64), strict=False))
    return str(known)
