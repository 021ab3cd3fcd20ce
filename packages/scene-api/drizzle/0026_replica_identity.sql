-- Without a primary key a table of a publication (FOR ALL TABLES, as copies for blue/green use it) refuses to forget its rows.
ALTER TABLE "access_changes" REPLICA IDENTITY FULL;
