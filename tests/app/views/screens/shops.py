"""Service outlets: one with a long name, far away, and a dozen near the seals."""

from domain.geo import Point
from domain.outlets import Outlet


def outlets(organization: str, place: str) -> list[Outlet]:
    far = Outlet(
        id="o-1",
        organization=organization,
        name="阿克陶县人民东路刻章服务网点（含物联网印章维修）",
        address=f"{place}，人民东路 118 号一层 102 室",
        phone="0998-0000000 (8018)",
        hours="周一至周六 9:30-19:00（北京时间）",
        point=Point(39.15, 75.95),
    )
    return [far, *(_near(organization, at) for at in range(2, 14))]


def _near(organization: str, at: int) -> Outlet:
    return Outlet(
        id=f"o-{at}",
        organization=organization,
        name=f"服务网点 {at}",
        address=f"示例市示例区示例路 {at} 号",
        phone=f"0571-000000{at:02}",
        point=Point(30 + at / 5, 119.5 + at / 7),
    )
