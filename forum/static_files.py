from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Static files under names that change with their content, imports of modules included."""

    support_js_module_import_aggregation = True
