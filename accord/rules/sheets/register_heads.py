"""What the head of a column of a factory list means: lists differ in words and order, never in what they tell."""

from enum import StrEnum


class Column(StrEnum):
    """What a column of a factory list tells; the value is how sentences name it."""

    NUMBER = "factory number"
    NAME = "name"
    NAME_BN = "name in Bangla"
    OS_ID = "OS ID"
    ADDRESS = "address"
    ADDRESS_BN = "address in Bangla"
    DISTRICT = "district"
    UPAZILA = "upazila"
    COUNTRY = "country"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    WORKERS = "workers"
    WORKERS_WOMEN = "women workers"
    PRODUCTS = "products"
    PROCESSES = "processes"
    SECTOR = "sector"
    GROUP = "company group"
    COVERAGE = "coverage"


HEADS: dict[Column, tuple[str, ...]] = {
    Column.NUMBER: (
        "factory number", "factory no", "factory id", "accord number", "accord factory number", "accord id", "rsc id",
        "rsc number", "rsc factory id", "programme number", "program number", "number", "কারখানা নম্বর", "কারখানার নম্বর",
    ),
    Column.NAME: (
        "factory name", "name of factory", "name of the factory", "facility name", "supplier name", "company name",
        "name of company", "name", "factory", "facility", "name en", "কারখানার নাম", "নাম",
    ),
    Column.NAME_BN: ("name bn", "name bangla", "name in bangla", "factory name bangla", "bangla name"),
    Column.OS_ID: ("os id", "osid", "oar id", "open supply hub id", "open apparel registry id"),
    Column.ADDRESS: (
        "factory address", "facility address", "address of factory", "address", "full address", "street address",
        "address en", "কারখানার ঠিকানা", "ঠিকানা",
    ),
    Column.ADDRESS_BN: ("address bn", "address bangla", "address in bangla", "bangla address"),
    Column.DISTRICT: ("district", "zila", "zilla", "জেলা"),
    Column.UPAZILA: ("upazila", "upazilla", "thana", "police station", "subdistrict", "sub district", "উপজেলা", "থানা"),
    Column.COUNTRY: ("country", "country name", "country code", "country iso", "দেশ"),
    Column.LATITUDE: ("latitude", "lat", "gps latitude", "latitude degrees", "অক্ষাংশ"),
    Column.LONGITUDE: ("longitude", "lng", "lon", "long", "gps longitude", "longitude degrees", "দ্রাঘিমাংশ"),
    Column.WORKERS: (
        "workers", "number of workers", "no of workers", "total workers", "worker count", "employees",
        "number of employees", "workers total", "শ্রমিক", "শ্রমিক সংখ্যা",
    ),
    Column.WORKERS_WOMEN: ("women workers", "female workers", "workers women", "workers female", "women", "নারী শ্রমিক"),
    Column.PRODUCTS: (
        "principal exportable product", "principal exportable products", "products", "product type", "product types",
        "product", "production", "পণ্য",
    ),
    Column.PROCESSES: ("processes", "processing type", "processing types", "facility type", "factory type"),
    Column.SECTOR: ("sector", "sectors"),
    Column.GROUP: (
        "company group", "parent company", "parent", "group", "group name", "parent company name", "owner", "মালিক",
    ),
    Column.COVERAGE: ("coverage", "coverage status"),
}  # fmt: skip
"""Heads by meaning, as `words_of` gives them; the first one in a list wins where a file holds several."""
