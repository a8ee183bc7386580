from articles.models.article import Article
from articles.models.author import Author
from articles.models.picture import Picture
from articles.models.section import Section
from articles.models.tag import Tag
from articles.models.version import ArticleVersion

__all__ = ["Article", "ArticleVersion", "Author", "Picture", "Section", "Tag"]
