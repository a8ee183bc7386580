from tests.forum.archives import _reader_of_lines, bring, take_back, try_out

__all__ = ["_reader_of_lines", "bring", "take_back", "try_out"]
