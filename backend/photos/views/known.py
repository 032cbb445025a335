"""Which of the files that somebody is about to add are there already."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.photos.selectors import photos_by_hash
from backend.photos.serializers import HashesSerializer, KnownPhotoSerializer
from backend.subjects.access import Permission
from backend.subjects.selectors import subject_for


class KnownView(APIView):
    """Asked by whoever may add photos, of files that they hold: sending one of them would say the same."""

    @extend_schema(
        operation_id="subjects_known_photos",
        request=HashesSerializer,
        responses={200: KnownPhotoSerializer(many=True)},
    )
    def post(self, request: Request, subject_id: UUID) -> Response:
        """Of these files, those that the record has. A read in all but name: so many hashes fit in no address."""
        subject = subject_for(request.user, subject_id, may=Permission.ADD_PHOTOS)
        serializer = HashesSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        known = photos_by_hash(subject.pk, serializer.validated_data["sha256"])
        return Response(KnownPhotoSerializer(known, many=True).data)
