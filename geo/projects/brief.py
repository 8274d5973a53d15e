"""What a project asks of the land."""

from __future__ import annotations

from geo.errors import BadBrief
from geo.model import Brief, Plan, Project


def brief_of(project: Project, plan: Plan) -> Brief:
    """The brief of a project: industry, window of area, axis, park, FAR, and the day it needs net land.

    The window is the stated one; of a single stated area the usual window around it; where no area is
    stated the plan's usual area for the industry, if the plan has one (``stated_area_mu`` tells them apart).
    Axis and park are preferences. Net land is wanted by 拿地, or by 开工 where only that is stated.

    Raises:
        BadBrief: the project names no industry, so that nothing is known of the land it may use.

    Examples:
        >>> from tests.geo.worlds import plan
        >>> brief = brief_of(Project("P1", "甲", "factory", "signed", area_mu=60.0, axis="a"), plan())
        >>> brief.industry, brief.area_target_mu, brief.axis
        ('factory', 60.0, 'a')
    """
    if not project.industry:
        raise BadBrief(
            "industry",
            "",
            f"项目“{project.name}”没有写明产业。",
            f"project “{project.name}” names no industry.",
            "请在项目表补上 industry。",
            "Fill in its industry in the table of projects.",
        )
    low, high = project.area_min_mu, project.area_max_mu
    target = project.area_mu
    if target is None and low is None and high is None:
        target = reckoned_area_mu(project, plan)
    return Brief(
        industry=project.industry,
        area_min_mu=low,
        area_max_mu=high,
        area_target_mu=target,
        axis=project.axis,
        park=project.park,
        far_min=project.far,
        net_by=project.acquire_by or project.start_by,
    )


def stated_area_mu(project: Project) -> float | None:
    """What a project itself says it needs [亩]: its area, else the middle of its window, else nothing."""
    bounds = [bound for bound in (project.area_min_mu, project.area_max_mu) if bound is not None]
    return project.area_mu if project.area_mu is not None else sum(bounds) / len(bounds) if bounds else None


def reckoned_area_mu(project: Project, plan: Plan) -> float | None:
    """The stated area, else the plan's usual one for the industry (an assumption), else nothing [亩]."""
    stated, usual = stated_area_mu(project), plan.practice.usual_area
    return stated if stated is not None or usual is None else usual.of(project.industry)
