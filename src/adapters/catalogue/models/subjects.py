"""Subjects, exam sessions, and their combinations."""

from django.db import models


class Subject(models.Model):
    code = models.CharField(max_length=10, unique=True)
    description = models.TextField(null=True, blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = '"acted"."catalog_subjects"'
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class ExamSession(models.Model):
    session_code = models.CharField(max_length=50)
    start_date = models.DateTimeField()
    end_date = models.DateTimeField()
    create_date = models.DateTimeField(auto_now_add=True)
    modified_date = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = '"acted"."catalog_exam_sessions"'
        ordering = ("start_date", "session_code")

    def __str__(self) -> str:
        return self.session_code


class ExamSessionSubject(models.Model):
    exam_session = models.ForeignKey(
        ExamSession, on_delete=models.PROTECT, related_name="exam_session_subjects"
    )
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="exam_session_subjects"
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = '"acted"."catalog_exam_session_subjects"'
        unique_together = (("exam_session", "subject"),)
        verbose_name = "subject of an exam session"
        verbose_name_plural = "subjects of exam sessions"

    def __str__(self) -> str:
        return f"{self.subject} {self.exam_session}"
