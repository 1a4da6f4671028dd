"""The shapes of GeoJSON answers (RFC 7946), as JSON Schema."""

from __future__ import annotations

from typing import Any

JsonSchema = dict[str, Any]
GEOJSON = "application/geo+json"


def _object(properties: JsonSchema, *, optional: tuple[str, ...] = ()) -> JsonSchema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _list(items: JsonSchema, **limits: int) -> JsonSchema:
    return {"type": "array", "items": items, **limits}


_TEXT = {"type": "string"}
_TEXTS_OR_NULL = {"type": ["array", "null"], "items": _TEXT}
_POSITION = _list({"type": "number"}, minItems=2, maxItems=2)
_RING = _list(_POSITION, minItems=4)
_GEOMETRY = _object({"type": {"const": "MultiPolygon"}, "coordinates": _list(_list(_RING))})
_META = _object(
    {
        "source": _TEXT,
        "licence": _TEXT,
        "as_of": {"type": "string", "format": "date"},
        "address": _TEXT,
        "attribution": _TEXT,
        "boundaries_of": {"type": "integer"},
        "note": _TEXT,
    }
)
_PROPERTIES = _object(
    {
        "slug": _TEXT,
        "name": _TEXT,
        "municipalities": _TEXTS_OR_NULL,
        "division": {"type": "string", "format": "date"},
        "exact": {"type": ["boolean", "null"]},
        "reaches_beyond": _TEXTS_OR_NULL,
        "attribution": _TEXT,
        "address": _TEXT,
    }
)
_PARTS: JsonSchema = {
    "type": {"const": "Feature"},
    "id": _TEXT,
    "bbox": _list({"type": "number"}, minItems=4, maxItems=4),
    "geometry": {"anyOf": [_GEOMETRY, {"type": "null"}]},
    "properties": _PROPERTIES,
}
FEATURE = _object({**_PARTS, "meta": _META}, optional=("bbox",))
COLLECTION = _object(
    {
        "type": {"const": "FeatureCollection"},
        "meta": _META,
        "features": _list(_object(_PARTS, optional=("bbox",))),
    }
)


def answers_with(schema: JsonSchema) -> JsonSchema:
    """Describe, for OpenAPI, an operation whose answer is GeoJSON."""
    return {"responses": {200: {"description": "OK", "content": {GEOJSON: {"schema": schema}}}}}
