"""scikit-learn's brute force on the tables that bench/knn.cpp wrote: rows of 784 bytes, then a byte a label.

    sklearn_knn.py FOLDER K THREADS
"""
import os
import sys
import time

folder, k, threads = sys.argv[1], int(sys.argv[2]), sys.argv[3]
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = threads

try:
    import numpy
    import sklearn
    from sklearn.neighbors import KNeighborsClassifier
except ImportError:
    sys.exit(3)


def table(name):
    data = numpy.fromfile(f"{folder}/{name}", numpy.uint8)
    rows = len(data) // 785
    return data[:rows * 784].reshape(rows, 784).astype(numpy.float32), data[rows * 784:]


known, labels = table("known")
asked, truth = table("asked")
model = KNeighborsClassifier(k, algorithm="brute", n_jobs=int(threads)).fit(known, labels)
model.predict(asked[:250])
start = time.perf_counter()
right = int((model.predict(asked) == truth).sum())
seconds = time.perf_counter() - start
print(f"scikit-learn  {seconds:7.2f} s ({2 * known.size * len(asked) / seconds / 1e9:5.1f} GFLOP/s), "
      f"{right} of {len(asked)} right (version {sklearn.__version__})")
