"""The proof harness: a small messy world, its landing in slices, slow obvious answers.

`world` makes the records, `mess` spoils them into files, `landed` lands and reveals
them, `warehouse` builds and compares, `slow` computes again what the models say.
"""
