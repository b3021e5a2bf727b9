"""The files of engineering documents: a step of a document taken with the PDF that was handed in for it."""

from sqlalchemy.orm import Session

from accord.casework.desk.documents import keep_document
from accord.casework.desk.papers import move_document, require_step
from accord.casework.desk.visitors import Visitor
from accord.gateways.files import FileStore
from accord.records.paperwork import RequiredDocument
from accord.rules.desk.paperwork import DocumentState
from accord.rules.moments import Moment


def move_with_file(
    session: Session,
    document: RequiredDocument,
    state: DocumentState,
    *,
    remark: str | None,
    raw: bytes,
    file_name: str,
    documents: FileStore,
    who: Visitor,
    moment: Moment,
) -> None:
    """Bring a document to its next state with a PDF: the drawing itself, or what is commented in it.

    Raises as `move_document` and `keep_document` do; no step stands without the file that was handed in for it, and no
    file is kept for a step that may not be taken.
    """
    require_step(session, document, state, remark=remark, who=who)
    kept = keep_document(
        session,
        document.factory,
        raw=raw,
        file_name=file_name,
        documents=documents,
        who=who,
        moment=moment,
    )
    move_document(session, document, state, remark=remark, who=who, moment=moment, file=kept)
