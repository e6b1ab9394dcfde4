/** Small functions of a Locust file, in the order in which they stand; each is there only where something uses it. */
export const pythonHelpers: Readonly<Record<string, string>> = {
  now: `def now():
    """The time in UTC, such as 2026-01-31T12:00:00.000Z."""
    text = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")`,
  text: `def text(value):
    """A value as it stands in a path or a header: true, not Python's True."""
    return value if isinstance(value, str) else json.dumps(value)`,
  url_encoded: `def url_encoded(value):
    """A value as part of a query."""
    return quote(text(value), safe="!'()*")`,
  as_json: `def as_json(value):
    """Compact JSON, byte for byte what the other engines send."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()`,
  read_csv: `def read_csv(path):
    """Rows as dictionaries; the separator is the one that the header line uses most."""
    lines = path.read_text("utf-8-sig").splitlines(keepends=True)
    separator = max(",;\\t|", key=lines[0].count)
    rows = csv.DictReader(lines, delimiter=separator)
    return [row for row in rows if any(text.strip() for text in row.values())]`,
  number: `def number(value):
    """The value if it is a number; a check on anything else fails."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError("not a number")
    return value`,
  equal: `def equal(a, b):
    """Compares as JSON does: 1 is not true, and the order of keys does not matter."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(equal(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(equal, a, b))
    return a == b`,
  has_part: `def has_part(value, part):
    """Maps may have more keys than the part, lists more items in between."""
    if isinstance(value, dict) and isinstance(part, dict):
        return all(key in value and has_part(value[key], part[key]) for key in part)
    if isinstance(value, list) and isinstance(part, list):
        items = iter(value)
        found = all(any(has_part(item, wanted) for item in items) for wanted in part)
        return found and (len(part) > 0 or len(value) == 0)
    return equal(value, part)`,
  contains: `def contains(value, part):
    """A text has this part, or a list has this item."""
    if isinstance(value, list):
        return any(equal(item, part) for item in value)
    if not isinstance(value, str):
        raise TypeError("neither a text nor a list")
    return part in value`,
  items: `def items(value):
    """The items of a list; a check on anything else fails."""
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value`,
  every: `def every(value, holds):
    """Every item of a list; an empty list fails, because nothing was checked."""
    return isinstance(value, list) and len(value) > 0 and all(map(holds, value))`,
  exists: `def exists(value, *path):
    """Whether something stands at this place of the JSON."""
    for step in path:
        try:
            value = value[step]
        except (IndexError, KeyError, TypeError):
            return False
    return True`,
  has_type: `def has_type(value, name):
    """The types of JSON; an integer is also a number."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return {
        "string": isinstance(value, str),
        "number": is_number,
        "integer": is_number and value == int(value),
        "boolean": isinstance(value, bool),
        "null": value is None,
        "array": isinstance(value, list),
        "object": isinstance(value, dict),
    }[name]`,
  check: `def check(response, checks):
    """Counts the answer as failed where a check does not hold, and ends this run of the
    task: what would follow means nothing then."""
    for title, holds in checks.items():
        try:
            held = response.status_code != 0 and holds(response)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            held = False  # the part is not there, or is of another type
        if not held:
            fail(response, f"{title}, got status {response.status_code}")
    response.success()`,
  capture: `def capture(response, title, read):
    """A part of the answer that later steps use; an answer without it has failed."""
    try:
        return read(response)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        fail(response, f"{title} is not in the answer")`,
  fail: `def fail(response, message):
    response.failure(message if response.status_code else response.error)
    raise RescheduleTask()`,
}

/** What a helper needs: other helpers, and modules. */
export const helperNeeds: Readonly<
  Record<string, { readonly helpers?: readonly string[]; readonly imports?: readonly (readonly [string, string?])[] }>
> = {
  text: { imports: [['json']] },
  url_encoded: { helpers: ['text'], imports: [['urllib.parse', 'quote']] },
  as_json: { imports: [['json']] },
  read_csv: { imports: [['csv']] },
  has_part: { helpers: ['equal'] },
  contains: { helpers: ['equal'] },
  check: { helpers: ['fail'] },
  capture: { helpers: ['fail'] },
  fail: { imports: [['locust.exception', 'RescheduleTask']] },
}
