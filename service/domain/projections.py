"""From degrees to the plane, and the size of the picture."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from service.domain.clusters import WORLD, span
from service.domain.geometry import Box

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = sqrt(3) / 2
MOST_STRETCH = 4.0
"""The maximum stretch in height: beyond it a map near a pole would be nearly all height."""


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Equal Earth (Šavrič, Patterson and Jenny 2018) about the meridian of Greenwich: areas are in
    the same proportion everywhere. x goes to the right and y up, in radians at the middle."""
    theta = asin(_M * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    across = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    up = theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))
    return radians(longitude) * cos(theta) / (_M * across), up


_HALF = equal_earth(180, 0)[0]


@dataclass(frozen=True, slots=True)
class MapFrame:
    """A picture of ``window`` in ``width`` times ``height`` pixels.

    The whole Earth is drawn in Equal Earth. A window is a plate carrée with a true scale at its
    middle latitude, so that its edges are straight. ``left`` and ``right`` are the pixels of its
    ends.
    """

    window: Box
    width: int
    height: float
    left: float
    right: float

    @property
    def whole(self) -> bool:
        """Whether the picture shows the whole Earth."""
        return self.window == WORLD

    @classmethod
    def of(cls, window: Box, width: int, most: int | None) -> MapFrame:
        """The largest picture that is at most ``width`` wide and ``most`` high. By default it may
        be as high as it is wide."""
        if window == WORLD:
            ratio = equal_earth(0, 90)[1] / _HALF
        else:
            middle = radians((window[1] + window[3]) / 2)
            stretch = min(MOST_STRETCH, 1 / max(cos(middle), 1e-6))
            ratio = (window[3] - window[1]) / span(window) * stretch
        height = min(width * ratio, float(most or width))
        taken = height / ratio
        return cls(window, width, height, (width - taken) / 2, (width + taken) / 2)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """The pixel of a place, from the top left. In a window, longitudes are counted from its
        west edge, so a place west of that edge has the pixel of a place all the way around."""
        if self.whole:
            return self.on(*equal_earth(longitude, latitude))
        return self.ahead((longitude - self.window[0]) % 360, latitude)

    def on(self, x: float, y: float) -> tuple[float, float]:
        """The pixel of a point of Equal Earth."""
        scale = (self.right - self.left) / 2 / _HALF
        return self.width / 2 + x * scale, self.height / 2 - y * scale

    def ahead(self, degrees: float, latitude: float) -> tuple[float, float]:
        """The pixel of the place ``degrees`` east of the west edge of a window."""
        _, south, _, north = self.window
        x = self.left + degrees * (self.right - self.left) / span(self.window)
        return x, (north - latitude) * self.height / (north - south)
