DROP TABLE search
