"""Tables of ratings, one file a subject."""

from linli.domains.rating.models.catalogues import CatalogueEdition, ScaleReading
from linli.domains.rating.models.course import (
    AreaCheck,
    CourseStep,
    RatingAppeal,
    RatingCourse,
    RatingRemark,
    ScoreCorrection,
    SelfReport,
)
from linli.domains.rating.models.figures import (
    DataSet,
    DataSetStep,
    Figure,
    FigureComment,
    FigureCorrection,
    RecordedFact,
)
from linli.domains.rating.models.plans import AssessorDraw, AssessorTie, PlanAssessor, RatingPlan
from linli.domains.rating.models.prizes import Measure, PrizePayment, PrizeRound, PrizeShare, Redrawing
from linli.domains.rating.models.sheets import ScoreEntry, ScoreSheet
from linli.domains.rating.models.visits import Visit, VisitMark, VisitPhoto

__all__ = [
    "AreaCheck",
    "AssessorDraw",
    "AssessorTie",
    "CatalogueEdition",
    "CourseStep",
    "DataSet",
    "DataSetStep",
    "Figure",
    "FigureComment",
    "FigureCorrection",
    "Measure",
    "PlanAssessor",
    "PrizePayment",
    "PrizeRound",
    "PrizeShare",
    "RatingAppeal",
    "RatingCourse",
    "RatingPlan",
    "RatingRemark",
    "RecordedFact",
    "Redrawing",
    "ScaleReading",
    "ScoreCorrection",
    "ScoreEntry",
    "ScoreSheet",
    "SelfReport",
    "Visit",
    "VisitMark",
    "VisitPhoto",
]
