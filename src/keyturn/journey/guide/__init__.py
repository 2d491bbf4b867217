"""guide: the customers' guide, made from what is declared and what the product has, and held to both.

Everything here is pure: the command line hands over the product's facts, writes the files and takes the pictures.
"""
