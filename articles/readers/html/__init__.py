"""HTML as people and programs have written it, well or badly."""
