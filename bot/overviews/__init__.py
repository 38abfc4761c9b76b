"""What lies before a region's officers: sums, lists, a workbook, a weekly summary."""
