/* Facts about HubSpot's default contact properties, as its public property listings show them: only those that matter to
 * scoring and hand-over. One row: name; label; type/fieldType; read-only | calculated | unique; options (value=label|…). */

/** Rows by property group. `lifecyclestage` and its dates are made per portal, because its stages are. */
export const CONTACT_PROPERTY_ROWS: Readonly<Record<string, string>> = {
  analyticsinformation: `
    hs_analytics_average_page_views; Average Pageviews; number/number; read-only
    hs_analytics_first_referrer; First Referring Site; string/text; read-only
    hs_analytics_first_timestamp; Time First Seen; datetime/date; read-only
    hs_analytics_first_url; First Page Seen; string/text; read-only
    hs_analytics_first_visit_timestamp; Time of First Session; datetime/date; read-only
    hs_analytics_last_referrer; Last Referring Site; string/text; read-only
    hs_analytics_last_timestamp; Time Last Seen; datetime/date; read-only
    hs_analytics_last_url; Last Page Seen; string/text; read-only
    hs_analytics_last_visit_timestamp; Time of Last Session; datetime/date; read-only
    hs_analytics_num_event_completions; Number of event completions; number/number; read-only
    hs_analytics_num_page_views; Number of Pageviews; number/number; read-only
    hs_analytics_num_visits; Number of Sessions; number/number; read-only
    hs_analytics_source; Original Source; enumeration/select; ; ORGANIC_SEARCH=Organic Search|PAID_SEARCH=Paid Search|EMAIL_MARKETING=Email Marketing|SOCIAL_MEDIA=Organic Social|REFERRALS=Referrals|OTHER_CAMPAIGNS=Other Campaigns|DIRECT_TRAFFIC=Direct Traffic|OFFLINE=Offline Sources|PAID_SOCIAL=Paid Social
    hs_analytics_source_data_1; Original Source Drill-Down 1; string/text; read-only
    hs_analytics_source_data_2; Original Source Drill-Down 2; string/text; read-only
    hs_latest_source; Latest Source; enumeration/select; ; ORGANIC_SEARCH=Organic Search|PAID_SEARCH=Paid Search|EMAIL_MARKETING=Email Marketing|SOCIAL_MEDIA=Organic Social|REFERRALS=Referrals|OTHER_CAMPAIGNS=Other Campaigns|DIRECT_TRAFFIC=Direct Traffic|OFFLINE=Offline Sources|PAID_SOCIAL=Paid Social
    hs_latest_source_data_1; Latest Source Drill-Down 1; string/text; read-only
    hs_latest_source_data_2; Latest Source Drill-Down 2; string/text; read-only
    hs_latest_source_timestamp; Latest Source Date; datetime/date
  `,
  contact_activity: `
    engagements_last_meeting_booked; Date of last meeting booked in meetings tool; datetime/date; read-only
    first_conversion_date; First Conversion Date; datetime/date; calculated
    first_conversion_event_name; First Conversion; string/text; calculated
    hs_last_sales_activity_timestamp; Last Engagement Date; datetime/date; read-only
    hs_predictivecontactscore_v2; Likelihood to close; number/number; read-only
    hs_predictivescoringtier; Contact priority; enumeration/radio; read-only; tier_1=Very High|tier_2=High|tier_3=Medium|tier_4=Low|closed_won=Closed Won
    hs_sales_email_last_clicked; Recent Sales Email Clicked Date; datetime/date; read-only
    hs_sales_email_last_opened; Recent Sales Email Opened Date; datetime/date; read-only
    hs_sales_email_last_replied; Recent Sales Email Replied Date; datetime/date; read-only
    hs_sequences_is_enrolled; Currently in Sequence; bool/booleancheckbox; calculated
    message; Message; string/textarea
    notes_last_contacted; Last Contacted; datetime/date; read-only
    notes_last_updated; Last Activity Date; datetime/date; read-only
    notes_next_activity_date; Next Activity Date; datetime/date; read-only
    num_contacted_notes; Number of times contacted; number/number; read-only
    num_notes; Number of Sales Activities; number/number; read-only
  `,
  contactinformation: `
    address; Street Address; string/text
    annualrevenue; Annual Revenue; string/text
    associatedcompanyid; Primary Associated Company ID; number/number
    city; City; string/text
    company; Company Name; string/text
    country; Country/Region; string/text
    createdate; Create Date; datetime/date; read-only
    email; Email; string/text; unique
    fax; Fax Number; string/phonenumber
    firstname; First Name; string/text
    hs_additional_emails; Additional email addresses; enumeration/select; calculated
    hs_all_contact_vids; All vids for a contact; enumeration/select; calculated
    hs_calculated_merged_vids; Merged vids with timestamps of a contact; enumeration/select; calculated
    hs_country_region_code; Country/Region Code; string/text
    hs_created_by_user_id; Created by user ID; number/number; read-only
    hs_createdate; Object create date/time; datetime/date; read-only
    hs_email_domain; Email Domain; string/text; calculated
    hs_full_name_or_email; Full name or email; string/calculation_equation; calculated
    hs_intent_signals_enabled; Intent Signals active; bool/booleancheckbox
    hs_is_contact; Is a contact; bool/calculation_read_time; calculated
    hs_is_enriched; Has been enriched; bool/booleancheckbox
    hs_job_change_detected_date; Job change detected date; date/date
    hs_language; Preferred language; enumeration/select
    hs_lastmodifieddate; Object last modified date/time; datetime/date; read-only
    hs_latest_disqualified_lead_date; Latest Disqualified Lead Date; datetime/calculation_rollup; calculated
    hs_latest_meeting_activity; Latest meeting activity; datetime/date; read-only
    hs_latest_open_lead_date; Latest Open Lead Date; datetime/calculation_rollup; calculated
    hs_latest_qualified_lead_date; Latest Qualified Lead Date; datetime/calculation_rollup; calculated
    hs_linkedin_url; LinkedIn URL; string/text
    hs_marketable_status; Marketing contact status; enumeration/booleancheckbox; read-only; true=Marketing contact|false=Non-marketing contact
    hs_merged_object_ids; Merged Contact IDs; enumeration/checkbox; read-only
    hs_num_associated_open_deals; Number of Associated Open Deals; number/calculation_rollup; calculated
    hs_object_id; Record ID; number/number; calculated
    hs_object_source; Record Creation Source; string/text; read-only
    hs_object_source_id; Record Creation Source ID; string/text; read-only
    hs_object_source_label; Record Source; enumeration/select; read-only
    hs_persona; Persona; enumeration/select
    hs_pipeline; Pipeline; enumeration/select
    hs_role; Employment Role; enumeration/select
    hs_searchable_calculated_phone_number; Calculated Phone Number without country code; phone_number/phonenumber; calculated
    hs_seniority; Employment Seniority; enumeration/select
    hs_sub_role; Employment Sub Role; enumeration/select
    hs_timezone; Time Zone; enumeration/select
    hs_updated_by_user_id; Updated by user ID; number/number; read-only
    hs_v2_date_entered_current_stage; Date entered current stage; datetime/calculation_equation; calculated
    hs_v2_time_in_current_stage; Time in current stage; number/calculation_equation; calculated
    hs_was_imported; Performed in an import; bool/booleancheckbox; read-only
    industry; Industry; string/text
    jobtitle; Job Title; string/text
    lastmodifieddate; Last Modified Date; datetime/date; read-only
    lastname; Last Name; string/text
    lifecyclestage; Lifecycle Stage; enumeration/radio
    mobilephone; Mobile Phone Number; string/phonenumber
    numemployees; Number of Employees; enumeration/select; ; 1-5=1-5|5-25=5-25|25-50=25-50|50-100=50-100|100-500=100-500|500-1000=500-1000|1000+=1000+
    phone; Phone Number; string/phonenumber
    salutation; Salutation; string/text
    state; State/Region; string/text
    twitterhandle; Twitter Username; string/text
    website; Website URL; string/text
    zip; Postal Code; string/text
  `,
  conversioninformation: `
    hs_calculated_form_submissions; All form submissions for a contact; enumeration/checkbox; calculated
    hs_facebook_click_id; Facebook click id; string/text
    hs_google_click_id; Google ad click id; string/text
    ip_country; IP Country; string/text; read-only
    num_conversion_events; Number of Form Submissions; number/number; calculated
    num_unique_conversion_events; Number of Unique Forms Submitted; number/number; calculated
    recent_conversion_date; Recent Conversion Date; datetime/date; calculated
    recent_conversion_event_name; Recent Conversion; string/text; calculated
  `,
  deal_information: `
    closedate; Close Date; datetime/date
    first_deal_created_date; First Deal Created Date; datetime/date; read-only
    hs_buying_role; Buying Role; enumeration/checkbox; ; BLOCKER=Blocker|BUDGET_HOLDER=Budget Holder|CHAMPION=Champion|DECISION_MAKER=Decision Maker|END_USER=End User|EXECUTIVE_SPONSOR=Executive Sponsor|INFLUENCER=Influencer|LEGAL_AND_COMPLIANCE=Legal & Compliance|OTHER=Other
    num_associated_deals; Number of Associated Deals; number/number; read-only
    recent_deal_amount; Recent Deal Amount; number/number; read-only
    recent_deal_close_date; Recent Deal Close Date; datetime/date; read-only
    total_revenue; Total Revenue; number/number; read-only
  `,
  emailinformation: `
    hs_email_bad_address; Invalid email address; bool/booleancheckbox; read-only
    hs_email_bounce; Marketing emails bounced; number/number; read-only
    hs_email_click; Marketing emails clicked; number/number; read-only
    hs_email_delivered; Marketing emails delivered; number/number; read-only
    hs_email_first_click_date; First marketing email click date; datetime/date; read-only
    hs_email_first_open_date; First marketing email open date; datetime/date; read-only
    hs_email_hard_bounce_reason_enum; Email hard bounce reason; enumeration/radio; read-only; CONTENT=Content|MAILBOX_FULL=Mailbox full|OTHER=Other|POLICY=Policy|SPAM=Spam|UNKNOWN_USER=Unknown user
    hs_email_last_click_date; Last marketing email click date; datetime/date; read-only
    hs_email_last_open_date; Last marketing email open date; datetime/date; read-only
    hs_email_last_reply_date; Last marketing email reply date; datetime/date; read-only
    hs_email_last_send_date; Last marketing email send date; datetime/date; read-only
    hs_email_open; Marketing emails opened; number/number; read-only
    hs_email_optout; Unsubscribed from all email; bool/booleancheckbox; read-only
    hs_email_replied; Marketing emails replied; number/number; read-only
    hs_legal_basis; Legal basis for processing contact's data; enumeration/checkbox; ; Legitimate interest – prospect/lead=Legitimate interest - Lead|Legitimate interest – existing customer=Legitimate interest - Customer|Legitimate interest - other=Legitimate interest - Other|Performance of a contract=Performance of a contract|Freely given consent from contact=Freely given consent from contact|Not applicable=Not applicable
  `,
  facebook_ads_properties: `
    company_size; Company size; string/text
    date_of_birth; Date of birth; string/text
    degree; Degree; string/text
    field_of_study; Field of study; string/text
    graduation_date; Graduation date; string/text
    job_function; Job function; string/text
    school; School; string/text
    seniority; Seniority; string/text
  `,
  sales_properties: `
    hs_is_unworked; Contact unworked; bool/calculation_equation; read-only
    hs_lead_status; Lead Status; enumeration/radio; ; NEW=New|OPEN=Open|IN_PROGRESS=In Progress|OPEN_DEAL=Open Deal|UNQUALIFIED=Unqualified|ATTEMPTED_TO_CONTACT=Attempted to Contact|CONNECTED=Connected|BAD_TIMING=Bad Timing
    hubspot_owner_assigneddate; Owner Assigned Date; datetime/date; read-only
    hubspot_owner_id; Contact owner; enumeration/select
    hubspot_team_id; HubSpot Team; enumeration/select; read-only
    hubspotscore; HubSpot Score; number/calculation_score; read-only
  `,
};

/** Options HubSpot does not publish. These are ours: plausible, and to be read from a real portal before relying on them. */
export const OUR_GUESSED_OPTIONS: Readonly<Record<string, string>> = {
  hs_seniority:
    'entry=Entry|employee=Employee|senior=Senior|manager=Manager|director=Director|vp=VP|executive=Executive|partner=Partner|owner=Owner',
  hs_role: `accounting=Accounting|administrative=Administrative|business_development=Business Development|
    communications=Communications|consulting=Consulting|customer_service=Customer Service|design=Design|
    education=Education|engineering=Engineering|entrepreneurship=Entrepreneurship|finance=Finance|
    human_resources=Human Resources|information_technology=Information Technology|legal=Legal|marketing=Marketing|
    operations=Operations|product=Product|project_management=Project Management|quality_assurance=Quality Assurance|
    recruiting=Recruiting|research=Research|sales=Sales|support=Support`,
  hs_language:
    'nl=Dutch|en=English|fr=French|de=German|it=Italian|pl=Polish|pt=Portuguese|es=Spanish|sv=Swedish|da=Danish',
  hs_timezone: `europe_slash_amsterdam=UTC +01:00 Europe Amsterdam|europe_slash_brussels=UTC +01:00 Europe Brussels|
    europe_slash_berlin=UTC +01:00 Europe Berlin|europe_slash_london=UTC +00:00 Europe London|
    europe_slash_paris=UTC +01:00 Europe Paris|us_slash_eastern=UTC -05:00 US Eastern`,
};
