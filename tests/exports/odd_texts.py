"""Texts that programs like to change on their way."""

ODD_TEXTS = (
    "=1+1",
    "-cmd, and more",
    "'quoted' heroes, “hailed”\nby \"all\"",
    "nan",
    "👩‍🚀 heroes\r\ncame",
    "＠home\tnow",
    "NULL",
    "1.50",
    "lone\rreturn",
)
