"""Public keys whose secrets stand in `docs/seal-protocol-vectors.json`: everybody holds them.

A cloud outside a demo refuses each of them as a maker's, platform, authority, seal's or console's key.
"""

PUBLISHED_KEYS: frozenset[bytes] = frozenset(
    bytes.fromhex(public)
    for public in (
        "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c",  # maker
        "8139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394",  # platform
        "ed4928c628d1c2c6eae90338905995612959273a5c63f93636c14614ac8737d1",  # authority
        "ca93ac1705187071d67b83c7ff0efe8108e8ec4530575d7726879333dbdabe7c",  # seal signing
        "6e7a1cdd29b0b78fd13af4c5598feff4ef2a97166e3ca6f2e4fbfccd80505bf1",  # console signing
        "8a875fff1eb38451577acd5afee405456568dd7c89e090863a0557bc7af49f17",  # stranger
        "7b4e909bbe7ffe44c465a220037d608ee35897d31ef972f07f74892cb0f73f13",  # cloud agreement
        "052a50773ac8d91773f2dc9662e12f0defe915e415b8a1c8e20a5a3d6ab2b843",  # seal static
        "197fc2c567dc03ee2aadf0ed86681dac24daa76e83ca555875dd3be7376e5306",  # console static
        "18a6f8c1a7fddf22bd410138f79f7298cd38d1d0a542d4266d556be8609d8862",  # stranger static
    )
)
