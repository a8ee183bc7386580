from articles.layout import Block, List, laid_out
from articles.passages import Body
from articles.readers.html.blocks import blocks


def page(html: str) -> list[Block]:
    return laid_out(Body.from_blocks(blocks(html)).passages)


def outline(listed: List) -> list[object]:
    """Texts of items, each with the lists below it."""
    return [
        item.passage.text if not item.lists else (item.passage.text, *map(outline, item.lists))
        for item in listed.items
    ]


def test_lists_in_lists_belong_to_their_items() -> None:
    (block,) = page(
        "<ul><li>A<ol><li>b<ul><li>c</ul><li>d</ol><ul><li>e</ul><li>F<ul><li>g</ul></ul>"
    )
    assert outline(block.listed) == [("A", [("b", ["c"]), "d"], ["e"]), ("F", ["g"])]
    assert [each.kind for each in block.listed.items[0].lists] == ["numbered", "item"]


def test_lists_that_follow_each_other_are_two() -> None:
    first, second = page("<ol><li>A<li>B</ol><ol start=7><li>C</ol>")
    assert (first.listed.start, second.listed.start) == (1, 7)


def test_a_table_is_its_caption_the_heads_and_the_rows() -> None:
    (block,) = page(
        "<table><caption>Salt</caption><tr><th>Year<th>Tonnes<tr><th>2024<td>9<tr><th>2025<td>8"
        "</table>"
    )
    assert block.caption
    assert block.caption.text == "Salt"
    assert [row.text for row in block.head] == ["Year\tTonnes"]
    assert [row.text for row in block.rows] == ["2024\t9", "2025\t8"]


def test_a_table_of_nothing_but_heads_has_no_rows_beside_them() -> None:
    (block,) = page("<table><tr><th>Year<th>Tonnes<tr><th>2024<th>9</table>")
    assert (len(block.head), block.rows) == (2, [])


def test_tables_that_follow_each_other_are_two() -> None:
    table = "<table><tr><th>A<th>B<tr><td>1<td>2</table>"
    assert [len(block.passages) for block in page(table + table)] == [2, 2]


def test_a_line_across_the_page_parts_a_list_too() -> None:
    assert [block.is_parted for block in page("<ul><li>A<li><hr>B</ul>")] == [False, True]
