"""Who does not take part is warned, heard and named: triggers, stages, requests. Source: DOMAIN.md section 7."""
