"""A program for the system's Python, which has QGIS. It opens layers as the application does, and
prints them as JSON. The argument is a JSON list of ``{"url", "typename", "filter"}``."""

from __future__ import annotations

import json
import sys

from qgis.core import (
    NULL,
    Qgis,
    QgsApplication,
    QgsFeatureRequest,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsWkbTypes,
)


def plain(value: object) -> object:
    """Converts a value of QGIS to one of JSON. Days and times become ISO texts."""
    if value is None or value == NULL:
        return None
    return value.toString(1) if hasattr(value, "toString") else value


def read(asked: dict[str, str]) -> dict[str, object]:
    """The geometry type, the fields, the count and the rows of a layer, or its error."""
    address = f" url='{asked['url']}' typename='{asked['typename']}' restrictToRequestBBOX='1'"
    layer = QgsVectorLayer(address + " pagingEnabled='true'", "layer", "OAPIF")
    if not layer.isValid():
        return {"valid": False, "error": layer.error().message()}
    request = QgsFeatureRequest()
    if "filter" in asked:
        request.setFilterExpression(asked["filter"])
    names = [field.name() for field in layer.fields()]
    rows = [
        {
            **{name: plain(each[name]) for name in names},
            "": None if each.geometry().isNull() else each.geometry().asWkt(4),
        }
        for each in layer.getFeatures(request)
    ]
    return {
        "valid": True,
        "geometry": QgsWkbTypes.displayString(layer.wkbType()),
        "fields": {field.name(): field.typeName() for field in layer.fields()},
        "count": layer.featureCount(),
        "rows": rows,
    }


def main() -> None:
    """Reads every layer of the argument, and prints them."""
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    assert "OAPIF" in QgsProviderRegistry.instance().providerList()
    found = {
        "version": Qgis.QGIS_VERSION,
        "layers": [read(each) for each in json.loads(sys.argv[1])],
    }
    sys.stdout.write("\n" + json.dumps(found) + "\n")
    sys.stdout.flush()
    application.exitQgis()


main()
