#!/usr/bin/python3
"""Writes tests/golden/hog.json: histograms of oriented gradients (Dalal & Triggs 2005) of a small picture, by plain Python.

Written from the paper, not from src/lab/image_features.cpp: angles in degrees, a vote goes to the two nearest bin centres
by distance, cells are a dictionary. The edge of the picture is repeated outside."""
import json
import math
import pathlib

HEIGHT, WIDTH, CELL, BINS, CLIP = 13, 18, 4, 9, 0.2


def picture(row, column):
    row, column = min(max(row, 0), HEIGHT - 1), min(max(column, 0), WIDTH - 1)
    return ((7 * row * row + 3 * row * column + 5 * column) % 64) / 63


def cells():
    histograms = {}
    for row in range(HEIGHT // CELL * CELL):
        for column in range(WIDTH // CELL * CELL):
            across = picture(row, column + 1) - picture(row, column - 1)
            down = picture(row + 1, column) - picture(row - 1, column)
            degrees = math.degrees(math.atan2(down, across)) % 180
            histogram = histograms.setdefault((row // CELL, column // CELL), [0.0] * BINS)
            for k in range(BINS):
                centre = (k + 0.5) * 180 / BINS
                distance = min(abs(degrees - centre), 180 - abs(degrees - centre))
                histogram[k] += max(0.0, 1 - distance / (180 / BINS)) * math.sqrt(across**2 + down**2)
    return histograms


def unit(numbers):
    length = math.sqrt(sum(x * x for x in numbers) + 1e-10)
    return [x / length for x in numbers]


def blocks(histograms, clip):
    out = []
    for row in range(HEIGHT // CELL - 1):
        for column in range(WIDTH // CELL - 1):
            block = [x for r in (0, 1) for c in (0, 1) for x in histograms[row + r, column + c]]
            block = unit(block)
            out += unit([min(x, clip) for x in block]) if clip else block
    return out


histograms = cells()
golden = {
    "made by": "tools/goldens/hog.py",
    "height": HEIGHT, "width": WIDTH,
    "picture": [picture(r, c) for r in range(HEIGHT) for c in range(WIDTH)],
    "cells": [x for place in sorted(histograms) for x in histograms[place]],
    "l2": blocks(histograms, 0), "l2_hys": blocks(histograms, CLIP),
}
path = pathlib.Path(__file__).parents[2] / "tests/golden/hog.json"
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
