"""The names of metrics as people read them."""

_METRIC_NAMES = {
    "loss": "Loss",
    "accuracy": "Accuracy",
    "precision": "Precision (weighted)",
    "recall": "Recall (weighted)",
    "f1_score": "F1 (weighted)",
    "auc": "ROC AUC",
    "mse": "MSE",
    "rmse": "RMSE",
    "mae": "MAE",
    "r2": "R²",
    "n_clusters": "Clusters",
    "n_components": "Dimensions",
    "noise_share": "Share in no group",
    "davies_bouldin": "Davies–Bouldin",
    "calinski_harabasz": "Calinski–Harabasz",
    "adjusted_rand": "Adjusted Rand index",
    "mutual_information": "Mutual information (normalised)",
    "same_label": "Neighbours with the same label",
}


def metric_name(name: str) -> str:
    """Give the name of a metric as people read it."""
    return _METRIC_NAMES.get(name, name.replace("_", " "))
