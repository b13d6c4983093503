"""The stand-in for MNIST where there is no network: scikit-learn's 1,797 real handwritten digits, made to look like MNIST.

Source: Alpaydin and Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998; 8×8 pixels,
17 grey levels.
"""

import numpy as np

TEST_SIZE = 360


def digit_arrays() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Training images, training labels, test images, test labels: 1,437 and 360 digits, the same ones every time.

    Images are uint8, n×28×28, white on black as in MNIST: 20×20 pixels of digit within a black frame. Labels are int64.
    """
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    images, labels = load_digits(return_X_y=True)
    images, labels = upscale(images.reshape(-1, 8, 8)), labels.astype(np.int64)
    train, test = train_test_split(
        np.arange(len(labels)), test_size=TEST_SIZE, stratify=labels, random_state=0
    )
    return images[train], labels[train], images[test], labels[test]


def upscale(images: np.ndarray) -> np.ndarray:
    """Images of shape n×8×8 with values 0 to 16 → uint8, n×28×28, values 0 to 255, centred."""
    from scipy.ndimage import zoom

    smooth = zoom(images / 16.0, (1, 2.5, 2.5), order=3, mode="grid-constant", grid_mode=True)
    strokes = np.clip(smooth * 1.6 - 0.3, 0, 1)  # steeper, for MNIST's strokes are nearly all black or white
    return np.pad(np.round(strokes * 255).astype(np.uint8), ((0, 0), (4, 4), (4, 4)))
