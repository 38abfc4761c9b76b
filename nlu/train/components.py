"""The two featurizers of ``config.yml``, as Rasa components.

They wrap the code that the runtime serves with, so both see the same features. The packages
are pinned in this folder's own project; ``required_packages`` is empty because Rasa checks
import names, not distributions.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from nlu.encoder import Encoder
from nlu.tfidf import CharTfidf

FILE = "tfidf.json"


class _Featurizer(GraphComponent):
    @classmethod
    def required_components(cls) -> list[type]:
        return []

    @staticmethod
    def required_packages() -> list[str]:
        return []

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        pass

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text:
                self.add_features_to_message(None, self.features(text), TEXT, message)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class CharTfidfFeaturizer(_Featurizer, SparseFeaturizer):
    """Character 1–2-gram TF-IDF of the sentence."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"alias": None, "scale": 8.0, "min_df": 2}

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        model_storage: ModelStorage,
        resource: Resource,
        model: CharTfidf | None = None,
    ) -> None:
        super().__init__(name, {**self.get_default_config(), **config})
        self._storage, self._resource, self.model = model_storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CharTfidfFeaturizer:
        return cls(config, execution_context.node_name, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        texts = [e.get(TEXT) for e in training_data.intent_examples if e.get(TEXT)]
        self.model = CharTfidf.fit(texts, self._config["min_df"], self._config["scale"])
        with self._storage.write_to(self._resource) as folder:
            plain = {
                "vocabulary": list(self.model.vocabulary),
                "idf": self.model.idf.tolist(),
                "scale": self.model.scale,
            }
            (folder / FILE).write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CharTfidfFeaturizer:
        with model_storage.read_from(resource) as folder:
            plain = json.loads((folder / FILE).read_text(encoding="utf-8"))
        vocabulary = {gram: i for i, gram in enumerate(plain["vocabulary"])}
        model = CharTfidf(vocabulary, np.array(plain["idf"]), plain["scale"])
        return cls(config, execution_context.node_name, model_storage, resource, model)

    def features(self, text: str) -> csr_matrix:
        if self.model is None:
            raise RuntimeError("the featurizer was neither trained nor loaded")
        indices, values = self.model.vector(text)
        rows = np.zeros(len(indices), dtype=np.int64)
        return csr_matrix((values, (rows, indices)), shape=(1, len(self.model.vocabulary)))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(_Featurizer, DenseFeaturizer):
    """The multilingual sentence encoder's vector of the sentence."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"alias": None, "scale": 6.0}

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, {**self.get_default_config(), **config})
        self.encoder = Encoder()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        return cls(config, execution_context.node_name)

    def features(self, text: str) -> np.ndarray:
        return self.encoder.encode([text]).astype(np.float64) * self._config["scale"]
