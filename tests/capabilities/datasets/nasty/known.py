"""Files of which our reading and that of pandas differ, each looked at, and why it is meant."""

_QUOTE = "a quote that never closes: pandas swallows the lines below it, we read it as plain text"
_INNER = "text goes on behind a closing quote: pandas drops the quote, we keep the line as it is"
_MAP = "an object used as a dictionary: one column of JSON text, not one a key"
_FORMS = "empty and missing objects: json_normalize keeps a column of them beside their fields"

KNOWN: dict[str, str] = {
    "csv/csvkit/bad.csv": "a row with too many cells, left out with a warning",
    "csv/duckdb/afl/3977/case_15.csv": _QUOTE,
    "csv/duckdb/afl/3977/case_23.csv": _QUOTE,
    "csv/duckdb/afl/3977/case_34.csv": _QUOTE,
    "csv/duckdb/afl/3977/case_62.csv": _QUOTE,
    "csv/duckdb/afl/3977/case_72.csv": _QUOTE,
    "csv/duckdb/afl/ignore_errors/44.csv": _QUOTE,
    "csv/duckdb/afl/ignore_errors/53.csv": _QUOTE,
    "csv/duckdb/afl/null_padding/29.csv": _QUOTE,
    "csv/duckdb/afl/null_padding/32.csv": _QUOTE,
    "csv/duckdb/afl/null_padding/8.csv": _QUOTE,
    "csv/duckdb/afl/skip/1.csv": _QUOTE,
    "csv/duckdb/comments/mid_line_null.csv": "a row with too many cells, left out with a warning",
    "csv/duckdb/comments/mid_line_quote.csv": "a row with too many cells, left out with a warning",
    "csv/duckdb/fuzzing/35.csv": _QUOTE,
    "csv/duckdb/fuzzing/8.csv": _QUOTE,
    "csv/duckdb/quoted_comment_buffer_boundary.csv": "a third of it are control characters",
    "csv/duckdb/test_apple_financial.csv.gz": "three lines of two cells above a table of twenty: "
    "refused with a word on it; pandas makes an index of eighteen columns",
    "csv/duckdb/unescaped_quotes/end_quote.csv": _INNER,
    "csv/duckdb/unescaped_quotes/end_quote_2.csv": _INNER,
    "csv/duckdb/unescaped_quotes/some_escaped_some_not.csv": _INNER,
    "csv/duckdb/unquoted_escape/basic.tsv": "tabs escaped by backslashes without quotes: refused; "
    "pandas cuts at them",
    "json/JSONTestSuite/test_parsing/y_object_escaped_null_in_key.json": "a NUL in a name: left "
    "out with a warning",
    "json/duckdb/bluesky.json.gz": "texts and objects under one name: one column of text, told",
    "json/duckdb/geojson/features.geojsonl": _FORMS,
    "json/duckdb/internal_4014.json": _FORMS,
    "json/duckdb/map_incompatible.jsonl": _FORMS,
    "json/duckdb/map_of_nulls.jsonl": _MAP,
    "json/duckdb/map_of_structs.jsonl": _MAP,
    "json/duckdb/sample_utf8_bom.json": "the list of users is read, not the document around it",
    "json/duckdb/simple_map.jsonl": _MAP,
    "parquet/apache/data/int96_from_spark.parquet": "a time beyond the year 9999: the column is "
    "kept as numbers",
}
"""Paths below the folder of nasty files."""
