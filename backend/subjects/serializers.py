"""Shapes of the account and its subjects."""

from rest_framework import serializers

from backend.subjects.models import Subject


class SubjectSerializer(serializers.ModelSerializer[Subject]):
    """The person in the photos."""

    class Meta:
        model = Subject
        fields = ["id", "display_name", "is_self"]
        read_only_fields = ["id", "is_self"]


class MeSerializer(serializers.Serializer[dict[str, object]]):
    """The account that is signed in, and whose records it reaches."""

    email = serializers.EmailField(read_only=True)
    subjects = SubjectSerializer(many=True, read_only=True)
