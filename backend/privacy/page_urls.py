"""Addresses outside the API: what a receipt's link opens."""

from django.urls import path

from backend.privacy.views.page import receipt_page, receipt_pdf_page

urlpatterns = [
    path("<str:token>", receipt_page, name="receipt-page"),
    path("<str:token>/receipt.pdf", receipt_pdf_page, name="receipt-page-pdf"),
]
